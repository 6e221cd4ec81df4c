'use client';

import { useState } from 'react';
import type { RequestProblem } from '@/lib/client/request';
import { Select, TextField } from '../field';
import { useClock } from '../time/clock';
import { wholeTime } from '../time/time-words';
import { EXPIRIES, fromField, toField } from './expiry-words';

/** When a broadcast leaves every inbox by itself. What is chosen as a span becomes a time, which is shown. */
export function ExpiryField({
  value,
  errors,
  onChange,
}: {
  value: string | null;
  errors: RequestProblem['errors'];
  onChange: (expiresAt: string | null) => void;
}) {
  const clock = useClock();
  const [choice, setChoice] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const shown = value === null && choice !== 'at' ? 'never' : (choice ?? 'at');
  const choose = (chosen: string) => {
    setChoice(chosen);
    setTyped(null);
    const span = EXPIRIES.find((known) => known.value === chosen);
    if (span !== undefined) onChange(new Date(Date.now() + span.ms).toISOString());
    else if (chosen === 'never') onChange(null);
  };

  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Select
        name="expiresAt"
        label="Expires"
        hint={
          value === null
            ? 'It stays until people archive it.'
            : `Leaves every inbox on ${wholeTime(value, clock)}.`
        }
        errors={errors}
        value={shown}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="never">Never</option>
        {EXPIRIES.map((span) => (
          <option key={span.value} value={span.value}>
            {span.name}
          </option>
        ))}
        <option value="at">At a time</option>
      </Select>
      {shown === 'at' && (
        <TextField
          name="expiryTime"
          label="Expires at"
          type="datetime-local"
          hint={`In your time zone, ${clock.timeZone}.`}
          errors={
            typed === null || typed === '' || fromField(typed, clock.timeZone) !== null
              ? []
              : [{ path: 'expiryTime', message: 'Clocks skip this time, or it is none.' }]
          }
          value={typed ?? (value === null ? '' : toField(value, clock.timeZone))}
          onChange={(event) => {
            setTyped(event.target.value);
            const time = fromField(event.target.value, clock.timeZone);
            if (time !== null) onChange(time);
          }}
        />
      )}
    </div>
  );
}
