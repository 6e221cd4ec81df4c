/** Milliseconds of the store as ISO 8601 in UTC, the form in which times leave it. */
export function toIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function isoOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : toIso(milliseconds);
}
