import { expect, test } from 'vitest';
import { CLOSE } from './close-codes';

test('every reason fits a close frame', () => {
  for (const { reason } of Object.values(CLOSE)) expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
});

test('the code tells clients whether and when to return', () => {
  const codes = Object.fromEntries(Object.entries(CLOSE).map(([name, { code }]) => [name, code]));
  expect(codes).toEqual({
    unknownKey: 4001,
    malformedProtocol: 4006,
    unsupportedProtocol: 4007,
    missingProtocol: 4008,
    unauthorised: 4009,
    terminated: 4009,
    tooManyMessages: 4100,
    tooBusy: 4100,
    neverSubscribed: 4100,
    shuttingDown: 4200,
    noPong: 4201,
    defect: 1011,
  });
});
