/** Somebody as a sender names and recognises them. */
export type NamedPerson = Readonly<{ id: string; name: string; email: string; disabled: boolean }>;

export type Aiming = {
  /** Who these ids and addresses (at most 1,000) are, disabled people too; unknown ones are absent from the map. */
  nameRecipients(references: readonly string[]): Promise<ReadonlyMap<string, NamedPerson>>;
};
