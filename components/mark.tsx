/** The product's mark, a bell in its tower, in the colour of the text around it. The name stands beside it. */
export function Mark({ className = 'size-6' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <g fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinejoin="round" strokeLinecap="round">
        <path d="M6.5 28V12.5L16 4l9.5 8.5V28" />
        <path d="M4 28h24" />
      </g>
      <path
        d="M16 12a3.9 3.9 0 0 1 3.9 3.9v3.2l1.3 2H10.8l1.3-2v-3.2A3.9 3.9 0 0 1 16 12Z"
        fill="currentColor"
      />
      <circle cx="16" cy="23.2" r="1.4" fill="currentColor" />
    </svg>
  );
}
