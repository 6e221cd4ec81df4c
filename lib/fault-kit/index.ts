export { type ControlPort, openControlPort } from './control';
export type { ConnectionFault, Direction, Fault, LineFault } from './fault';
export { parseFault } from './fault';
export { type FaultProxy, openFaultProxy, type ProxyOptions, type ProxyState } from './proxy';
export { freshSeed, seededRandom } from './random';
