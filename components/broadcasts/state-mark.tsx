import type { BroadcastState } from '@/lib/inbox/broadcast';
import { stateText } from './broadcast-words';

/** A broadcast's state as a word in a frame; colour only repeats it. */
export function StateMark({ state }: { state: BroadcastState }) {
  return (
    <span
      data-state={state}
      className="inline-flex items-center rounded-full border border-current px-2 py-px text-xs font-medium whitespace-nowrap text-muted data-[state=held]:text-warning data-[state=recalled]:text-critical data-[state=scheduled]:text-warning data-[state=sent]:text-success"
    >
      {stateText(state)}
    </span>
  );
}
