'use client';

import { type ReactNode, useId } from 'react';
import type { Fate, Faults } from '@/lib/client/lab/faults';
import { useSnapshot } from '@/lib/client/lab/use-lab';
import { Button } from '../button';
import { FATE_WORDS } from './lab-words';

const FATES: readonly Fate[] = ['arrive', 'drop', 'double', 'delay'];
const DELAYS_SECONDS: readonly number[] = [1, 5, 15];

/** What goes wrong between one inbox and the server, each with a sentence of what it shows. */
export function FaultControls({ name, faults }: { name: string; faults: Faults }) {
  const state = useSnapshot(faults);
  const id = useId();
  const none = state.held.length === 0;
  return (
    <div className="grid gap-x-4 gap-y-3 px-4 py-3 text-sm sm:grid-cols-2">
      <fieldset>
        <legend className="mb-1 font-semibold">The next event for {name}</legend>
        {FATES.map((fate) => (
          <Choice
            key={fate}
            type="radio"
            group={`${id}fate`}
            name={FATE_WORDS[fate].name}
            help={FATE_WORDS[fate].help}
            checked={state.fate === fate}
            onChange={() => faults.change({ fate })}
          >
            {fate === 'delay' && (
              <select
                aria-label="Late by"
                value={state.delaySeconds}
                onChange={(event) =>
                  faults.change({ fate: 'delay', delaySeconds: Number(event.target.value) })
                }
                className="min-h-8 rounded-md border border-control bg-bg px-1.5 text-sm pointer-coarse:min-h-11"
              >
                {DELAYS_SECONDS.map((seconds) => (
                  <option key={seconds} value={seconds}>
                    {`by ${seconds} s`}
                  </option>
                ))}
              </select>
            )}
          </Choice>
        ))}
      </fieldset>
      <fieldset>
        <legend className="mb-1 font-semibold">Until you say otherwise</legend>
        <Choice
          type="checkbox"
          name="Hold events"
          help="They wait here until you release them, in whichever order."
          checked={state.holding}
          onChange={(holding) => faults.change({ holding })}
        />
        <div className="ms-6 flex flex-wrap items-center gap-2 pb-1.5">
          <Button
            aria-disabled={none}
            className="aria-disabled:opacity-60"
            onClick={() => faults.release('forwards')}
          >
            Release
          </Button>
          <Button
            aria-disabled={none}
            className="aria-disabled:opacity-60"
            onClick={() => faults.release('backwards')}
          >
            Release backwards
          </Button>
          <span className="text-xs text-muted tabular-nums" data-held={state.held.length}>
            {none ? 'None is held.' : `Held: up to ${state.held.join(', ')}.`}
          </span>
        </div>
        <Choice
          type="checkbox"
          name="Deaf"
          help="No event is heard and the line does not know: only asking helps."
          checked={state.deaf}
          onChange={(deaf) => faults.change({ deaf })}
        />
        <Choice
          type="checkbox"
          name="Syncs fail"
          help="What it asks is refused, and it asks again after growing waits."
          checked={state.syncsFail}
          onChange={(syncsFail) => faults.change({ syncsFail })}
        />
      </fieldset>
    </div>
  );
}

function Choice({
  type,
  group,
  name,
  help,
  checked,
  onChange,
  children,
}: {
  type: 'radio' | 'checkbox';
  group?: string;
  name: string;
  help: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className="py-1">
      <div className="flex flex-wrap items-center gap-x-2">
        <label className="flex min-h-6 items-center gap-2 font-medium pointer-coarse:min-h-11">
          <input
            type={type}
            name={group}
            checked={checked}
            onChange={(event) => onChange(event.target.checked)}
            aria-describedby={`${id}help`}
            className="size-4 accent-accent"
          />
          {name}
        </label>
        {children}
      </div>
      <p id={`${id}help`} className="ms-6 text-xs text-muted">
        {help}
      </p>
    </div>
  );
}
