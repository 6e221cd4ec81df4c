// `npm start`: everything to try it. Builds what changed, then serves the demo in this very process, so that a signal reaches it.
process.env.NODE_ENV = 'production';
const { build } = await import('./build.mjs');
try {
  await build({
    onStart: () => process.stdout.write('Belfry: building what has changed, up to a minute …\n'),
  });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
if (!process.argv.includes('--demo')) process.argv.push('--demo');
await import('../dist/server.mjs');
