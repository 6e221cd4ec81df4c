/**
 * Answers a `start` that begins at the first call and ends when each call was stopped, once: strict mode and
 * several users of one thing share it.
 */
export function countStarts(begin: () => () => void): () => () => void {
  let starts = 0;
  let end = () => {};
  return () => {
    starts += 1;
    if (starts === 1) end = begin();
    let stopped = false;
    return () => {
      if (stopped) return;
      stopped = true;
      starts -= 1;
      if (starts === 0) end();
    };
  };
}
