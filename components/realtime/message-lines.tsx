'use client';

import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { useClock } from '../time/clock';
import { clockTime } from '../time/time-words';
import { type ChartPoint, rateText, scaleTop } from './chart-points';

const FIVE_MINUTES_MS = 300_000;
/** In rem: labels grow with the text size that a person has set. */
const LABEL = { fill: 'var(--muted)', fontSize: '0.75rem' };

/**
 * Two lines over five minutes. Only for the eye and never animated: it changes every five seconds. A server that
 * started a minute ago has lines in the last minute only.
 */
export function MessageLines({ points }: { points: readonly ChartPoint[] }) {
  const clock = useClock();
  const end = points.at(-1)?.at ?? 0;
  const top = scaleTop(points);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 280, height: 176 }}>
      <LineChart
        data={[...points]}
        margin={{ top: 10, right: 18, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          type="number"
          domain={[end - FIVE_MINUTES_MS, end]}
          allowDataOverflow
          ticks={wholeMinutes(end)}
          interval="equidistantPreserveStart"
          tickFormatter={(at: number) => clockTime(at, clock)}
          tick={LABEL}
          tickLine={false}
          stroke="var(--control)"
        />
        <YAxis
          width="auto"
          domain={[0, top]}
          ticks={[0, top / 2, top]}
          tickFormatter={rateText}
          tick={LABEL}
          tickLine={false}
          axisLine={false}
        />
        <Line
          dataKey="sent"
          type="linear"
          stroke="var(--accent)"
          strokeWidth={2}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        <Line
          dataKey="received"
          type="linear"
          stroke="var(--warning)"
          strokeWidth={2}
          strokeDasharray="5 3"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}

/** The five that fall into the five minutes before `end`: a label must stand where its time is. */
function wholeMinutes(end: number): number[] {
  const last = Math.floor(end / 60_000) * 60_000;
  return [4, 3, 2, 1, 0].map((minutes) => last - minutes * 60_000);
}
