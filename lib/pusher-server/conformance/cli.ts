import { conformance } from './conformance';

/** `npm run conformance`: see `--help`. */
process.exitCode = await conformance({
  arguments: process.argv.slice(2),
  environment: process.env,
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
});
