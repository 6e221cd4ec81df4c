import type { OpenTabChannel } from '../tab-mirror';

/**
 * The tabs of one browser: what one posts on a channel reaches every other holder of that name, in the same turn. What was posted
 * can be looked at, and anything can be said that no tab of ours would.
 */
export function createFakeTabs() {
  const holders = new Set<{ name: string; hear: (data: unknown) => void }>();
  const posts: { name: string; text: string }[] = [];

  const open: OpenTabChannel = (name, hear) => {
    const holder = { name, hear };
    holders.add(holder);
    return {
      post(text) {
        posts.push({ name, text });
        for (const other of [...holders]) if (other !== holder && other.name === name) other.hear(text);
      },
      close: () => void holders.delete(holder),
    };
  };

  return {
    open,
    /** The channels that are open, by name, as often as they are. */
    names: (): readonly string[] => [...holders].map(({ name }) => name),
    /** Everything that was ever posted, as it was before it became text. */
    posted: (): readonly { name: string; message: unknown }[] =>
      posts.map(({ name, text }) => ({ name, message: JSON.parse(text) })),
    /** Somebody posts this, whatever it is. */
    says(name: string, data: unknown): void {
      for (const holder of [...holders]) if (holder.name === name) holder.hear(data);
    },
  };
}

export type FakeTabs = ReturnType<typeof createFakeTabs>;
