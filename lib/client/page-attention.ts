/** Whether somebody looks at this page, and whether it is where they type. */
export type PageAttention = Readonly<{
  visible(): boolean;
  focused(): boolean;
  /** Calls back when either may have changed; answers the stop. */
  listen(onChange: () => void): () => void;
}>;

export const browserAttention: PageAttention = {
  visible: () => document.visibilityState === 'visible',
  focused: () => document.hasFocus(),
  listen(onChange) {
    const stop = new AbortController();
    const { signal } = stop;
    document.addEventListener('visibilitychange', onChange, { signal });
    window.addEventListener('focus', onChange, { signal });
    window.addEventListener('pageshow', onChange, { signal });
    return () => stop.abort();
  },
};
