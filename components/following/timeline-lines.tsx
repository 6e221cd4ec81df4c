'use client';

import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { Timeline } from '@/lib/inbox/timeline';
import { number } from '../bell-words';
import { useClock } from '../time/clock';
import { LINES, spanOf, tickTime, tickTimes } from './timeline-words';

/** In rem: labels grow with the text size that a person has set. */
const LABEL = { fill: 'var(--muted)', fontSize: '0.75rem' };

/** Four lines that rise from the sending to now. Only for the eye and never animated: they move while people read. */
export function TimelineLines({ from, points }: Pick<Timeline, 'from' | 'points'>) {
  const clock = useClock();
  const begin = Date.parse(from);
  const span = spanOf(from, points);
  const top = Math.max(1, ...points.map(({ delivered }) => delivered));
  const nothing = { time: begin, delivered: 0, seen: 0, read: 0, clicked: 0 };
  const data = [nothing, ...points.map((point) => ({ ...point, time: Date.parse(point.at) }))];
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 280, height: 208 }}>
      <LineChart data={data} margin={{ top: 10, right: 28, bottom: 0, left: 12 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="time"
          type="number"
          domain={[begin, begin + span]}
          ticks={tickTimes(begin, span, clock)}
          interval="equidistantPreserveStart"
          tickFormatter={(at: number) => tickTime(at, span, clock)}
          tick={LABEL}
          tickLine={false}
          stroke="var(--control)"
        />
        <YAxis
          width="auto"
          domain={[0, top]}
          ticks={top === 1 ? [0, 1] : [0, Math.round(top / 2), top]}
          tickFormatter={number}
          tick={LABEL}
          tickLine={false}
          axisLine={false}
        />
        {LINES.map(({ mark, stroke, dashes }) => (
          <Line
            key={mark}
            dataKey={mark}
            type="stepAfter"
            stroke={stroke}
            strokeWidth={2}
            strokeDasharray={dashes}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
