/** One setting of the command line, as `--help` and the README show it. */
export type Flag = {
  /** As typed, without its dashes. */
  readonly name: string;
  /** What stands for its value in texts; null for a switch, which is on or, with `--no-`, off. */
  readonly value: string | null;
  /** The variable that is read when the flag is not given. */
  readonly variable: string | null;
  /** What holds without either, as texts say it. */
  readonly fallback: string;
  /** Whether it may be given several times. */
  readonly isList?: boolean;
  readonly text: string;
};

/** Every flag there is, in the order in which people look for them. */
export const FLAGS = [
  flag('host', '<name>', '127.0.0.1', 'address or name to listen on; 0.0.0.0 for every one', 'HOST'),
  flag('port', '<number>', '6001', 'port to listen on; 0 for a free one', 'PORT'),
  flag('app-id', '<id>', 'a random application', 'the application’s id', 'PUSHER_APP_ID'),
  flag('key', '<key>', 'a random application', 'its key, which is no secret', 'PUSHER_KEY'),
  flag('secret', '<secret>', 'a random application', 'its secret: rather by the variable', 'PUSHER_SECRET'),
  flag('apps', '<file>', 'none', 'several applications instead: [{"id", "key", "secret"}, …]'),
  list('allowed-origin', '<origin>', 'any', 'a page that may connect; a list refuses all but browsers'),
  toggle('client-events', 'on', 'whether clients may send each other events'),
  toggle('subscription-counts', 'off', 'whether subscribers are told how many they are'),
  toggle('public-channels', 'on', 'whether channels without a signature may be joined'),
  toggle('refuse-replays', 'on', 'whether a signed HTTP call is taken only once'),
  list('webhook', '<url>', 'none', 'who is told of happenings, of every application'),
  flag('activity-timeout', '<seconds>', '30', 'silence before a client pings'),
  flag('subscribe-within', '<seconds>', 'never', 'closes a connection that has not subscribed by then'),
  list('limit', '<name>=<value>', 'each its own', 'a bound of another height, by its name'),
  flag('trusted-proxies', '<number>', '0', 'proxies that append X-Forwarded-For', 'TRUSTED_PROXIES'),
  flag('drain-seconds', '<seconds>', '5', 'over how long the closes of a stop are spread'),
  flag('tls-cert', '<file>', 'no TLS', 'certificate chain, PEM; read at the start'),
  flag('tls-key', '<file>', 'no TLS', 'its key, PEM'),
  flag('log', 'json|text', 'json', 'form of the log on standard output'),
  flag('log-level', '<level>', 'info', 'the least that is logged; silent for nothing', 'LOG_LEVEL'),
  flag('metrics-token', '<token>', 'no metrics', 'who brings it may read GET /metrics', 'METRICS_TOKEN'),
  toggle('help', 'off', 'says this'),
  toggle('version', 'off', 'says which version this is'),
] as const satisfies readonly Flag[];

/** The name of a flag that takes a value, once or several times. */
export type ValueName = Extract<(typeof FLAGS)[number], { value: string }>['name'];
/** The name of a switch. */
export type SwitchName = Extract<(typeof FLAGS)[number], { value: null }>['name'];

function flag<const Name extends string>(
  name: Name,
  value: string,
  fallback: string,
  text: string,
  variable: string | null = null,
) {
  return { name, value, variable, fallback, text };
}

function list<const Name extends string>(name: Name, value: string, fallback: string, text: string) {
  return { name, value, variable: null, fallback, text, isList: true };
}

function toggle<const Name extends string>(name: Name, fallback: 'on' | 'off', text: string) {
  return { name, value: null, variable: null, fallback, text };
}
