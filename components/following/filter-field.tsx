import type { ReactNode } from 'react';

const CONTROL =
  'block min-h-9 w-full rounded-lg border border-control bg-bg px-2.5 py-1 text-sm text-text pointer-coarse:min-h-11 pointer-coarse:text-base';

/** One field of a list's filter, named above it. */
export function FilterText({
  name,
  label,
  value,
  type = 'search',
}: {
  name: string;
  label: string;
  value: string;
  type?: 'search' | 'date';
}) {
  return (
    <Named name={name} label={label}>
      <input
        id={`filter-${name}`}
        name={name}
        type={type}
        defaultValue={value}
        maxLength={100}
        dir={type === 'search' ? 'auto' : undefined}
        className={CONTROL}
      />
    </Named>
  );
}

/** One choice; the first says that it narrows nothing. */
export function FilterChoice({
  name,
  label,
  value,
  any,
  choices,
}: {
  name: string;
  label: string;
  value: string;
  any: string;
  choices: readonly { value: string; name: string }[];
}) {
  return (
    <Named name={name} label={label}>
      <select id={`filter-${name}`} name={name} defaultValue={value} className={CONTROL}>
        <option value="">{any}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.name}
          </option>
        ))}
      </select>
    </Named>
  );
}

function Named({ name, label, children }: { name: string; label: string; children: ReactNode }) {
  return (
    <div className="min-w-32 flex-1 basis-32">
      <label htmlFor={`filter-${name}`} className="mb-1 block text-xs font-medium text-muted">
        {label}
      </label>
      {children}
    </div>
  );
}
