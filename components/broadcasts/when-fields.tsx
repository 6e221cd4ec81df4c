'use client';

import { useState } from 'react';
import { FOLDS } from '@/lib/inbox/local-time';
import { foldText, whenText } from '@/lib/inbox/local-time-words';
import { Select, TextField } from '../field';
import { useClock } from '../time/clock';
import { bothOf, type Planned, type WhenChoice, zonesWith } from './when-choice';

/** When it goes: now, or by the clock of a zone. What a clock skips is refused, what it shows twice is asked about. */
export function WhenFields({
  choice,
  planned,
  onChange,
}: {
  choice: WhenChoice;
  planned: Planned;
  onChange: (part: Partial<WhenChoice>) => void;
}) {
  const clock = useClock();
  const [zones] = useState(() => zonesWith(choice.zone));
  const { moment, problem } = planned;
  const both = choice.kind === 'later' ? bothOf(choice) : null;
  const errors = problem === null ? [] : [{ path: `when.${problem.field}`, message: problem.message }];
  const local = { date: choice.date, time: choice.time, zone: choice.zone };

  return (
    <fieldset className="space-y-3">
      <legend className="mb-1.5 text-sm font-medium">When</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {KINDS.map(({ kind, label }) => (
          <Option
            key={kind}
            name="when"
            label={label}
            checked={choice.kind === kind}
            onChoose={() => onChange({ kind })}
          />
        ))}
      </div>
      {choice.kind === 'later' && (
        <>
          <div className="grid gap-4 sm:grid-cols-[1fr_1fr_2fr]">
            <TextField
              name="when.date"
              label="Date"
              type="date"
              errors={errors}
              value={choice.date}
              onChange={(event) => onChange({ date: event.target.value, fold: null })}
            />
            <TextField
              name="when.time"
              label="Time"
              type="time"
              errors={errors}
              value={choice.time}
              onChange={(event) => onChange({ time: event.target.value.slice(0, 5), fold: null })}
            />
            <Select
              name="when.zone"
              label="Time zone"
              errors={errors}
              value={choice.zone}
              onChange={(event) => onChange({ zone: event.target.value, fold: null })}
            >
              {zones.map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </Select>
          </div>
          {both !== null && (
            <fieldset>
              <legend className="text-sm">
                {choice.time} comes twice on this day in {choice.zone}. Which one?
              </legend>
              <div className="flex flex-wrap gap-x-5 gap-y-1">
                {FOLDS.map((fold) => (
                  <Option
                    key={fold}
                    name="when.fold"
                    label={capital(foldText(fold, both[fold], local))}
                    checked={choice.fold === fold}
                    onChoose={() => onChange({ fold })}
                  />
                ))}
              </div>
            </fieldset>
          )}
          <p aria-live="polite" className="text-sm text-muted" data-when>
            {moment?.kind === 'instant' && whenText(moment.at, { now: clock.now, zone: choice.zone })}
          </p>
          <fieldset>
            <legend className="text-sm">Who belongs to the audience</legend>
            <div className="flex flex-wrap gap-x-5 gap-y-1">
              <Option
                name="when.freeze"
                label="Recalculate when sent"
                checked={!choice.freeze}
                onChoose={() => onChange({ freeze: false })}
              />
              <Option
                name="when.freeze"
                label="Freeze this list"
                checked={choice.freeze}
                onChoose={() => onChange({ freeze: true })}
              />
            </div>
          </fieldset>
        </>
      )}
    </fieldset>
  );
}

const KINDS = [
  { kind: 'now', label: 'Now' },
  { kind: 'later', label: 'Schedule' },
] as const;

function Option({
  name,
  label,
  checked,
  onChoose,
}: {
  name: string;
  label: string;
  checked: boolean;
  onChoose: () => void;
}) {
  return (
    <label className="flex min-h-9 items-center gap-2 text-sm pointer-coarse:min-h-11">
      <input
        type="radio"
        name={name}
        checked={checked}
        onChange={onChoose}
        className="size-4 accent-accent"
      />
      {label}
    </label>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
