/** The application of most tests. In a file of its own: a child process must not load a test runner for it. */
export const APP = { id: '1', key: 'app-key', secret: 'app-secret' };
