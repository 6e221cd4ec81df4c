import type { SimClient } from './sim-client';

/**
 * When each client first became live after a moment, which is: subscribed, and synced since (`performance.now`; the
 * moment itself for one that was live all the time). Going over from one carrier of events to another later on does
 * not count: what is shown stays right meanwhile.
 */
export function watchLive(clients: readonly SimClient[]): { firstAfter(moment: number): readonly number[] } {
  const moments = clients.map((): number[] => []);
  for (const [place, { store }] of clients.entries()) {
    let before = store.getSnapshot().status;
    store.subscribe(() => {
      const { status } = store.getSnapshot();
      if (status === 'live' && before !== 'live') moments[place]?.push(performance.now());
      before = status;
    });
  }
  return { firstAfter: (moment) => moments.map((all) => all.find((at) => at >= moment) ?? moment) };
}
