'use client';

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useTimeZone } from '@/components/clock.tsx';
import { formatAbsolute, formatBucket, type Granularity, midnightsOf } from '@/lib/format/time.ts';
import type { SpendChart as Prepared } from '@/lib/spend/chart.ts';
import { SpendTable } from './chart-table.tsx';
import { SpendTooltip } from './chart-tooltip.tsx';

interface SpendChartProps {
  chart: Prepared;
  granularity: Granularity;
  /** Where its days begin; hours are read off the reader's own clock. */
  zone: string | undefined;
}

const PAID_BARS = [
  { key: 'settled', name: 'Settled', fill: 'var(--ink)' },
  { key: 'held', name: 'Held', fill: 'url(#bar-held)' },
  { key: 'uncertain', name: 'Uncertain', fill: 'url(#bar-uncertain)' },
] as const;
const FREE_BARS = [{ key: 'wouldHave', name: 'Would have cost', fill: 'url(#bar-free)' }] as const;

/** Draws what prepareSpendChart decided; a gap stays empty. */
export function SpendChart({ chart, granularity, zone: given }: SpendChartProps) {
  const local = useTimeZone();
  const zone = given ?? local;
  const midnights =
    granularity === 'hour'
      ? midnightsOf(
          chart.points.map((point) => point.from),
          zone,
        )
      : undefined;
  const bars = chart.content === 'would-have' ? FREE_BARS : PAID_BARS;
  return (
    <figure className="flex grow flex-col">
      <div className="h-64 min-h-64 grow" aria-hidden>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            data={chart.points}
            margin={{ top: 6, right: 4, bottom: 0, left: 0 }}
            barCategoryGap={granularity === 'hour' ? '22%' : '26%'}
            accessibilityLayer={false}
          >
            <defs>
              <pattern
                id="bar-held"
                width="5"
                height="5"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect width="5" height="5" fill="var(--inset)" />
                <rect width="2" height="5" fill="var(--ink)" />
              </pattern>
              <pattern id="bar-uncertain" width="4" height="4" patternUnits="userSpaceOnUse">
                <rect width="4" height="4" fill="var(--warn-tint)" />
                <circle cx="2" cy="2" r="1.1" fill="var(--warn)" />
              </pattern>
              <pattern
                id="bar-free"
                width="6"
                height="6"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect width="6" height="6" fill="var(--mode-tint)" />
                <rect width="1.5" height="6" fill="var(--mode)" />
              </pattern>
            </defs>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="from"
              tickFormatter={(from: string) => formatBucket(from, midnights ? 'day' : granularity, zone)}
              {...(midnights ? { ticks: midnights } : {})}
              tick={{ fill: 'var(--soft)', fontSize: 12 }}
              tickLine={{ stroke: 'var(--line-strong)' }}
              axisLine={{ stroke: 'var(--line-strong)' }}
              minTickGap={28}
            />
            <YAxis
              width={axisWidth(chart)}
              ticks={chart.ticks}
              domain={[0, chart.ticks.at(-1) || 1]}
              tickFormatter={(value: number) => `$${value.toFixed(chart.decimals)}`}
              tick={{ fill: 'var(--soft)', fontSize: 12, fontFamily: 'var(--font-mono)' }}
              tickLine={false}
              axisLine={false}
            />
            <Tooltip
              cursor={{ fill: 'var(--inset)' }}
              isAnimationActive={false}
              content={({ active, payload }) => (
                <SpendTooltip
                  point={active ? payload?.[0]?.payload : undefined}
                  title={(from) =>
                    granularity === 'hour' ? formatAbsolute(from, zone) : titleOf(from, granularity, zone)
                  }
                />
              )}
            />
            {bars.map((bar) => (
              <Bar
                key={bar.key}
                dataKey={bar.key}
                name={bar.name}
                stackId="spend"
                fill={bar.fill}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <figcaption className="mt-3 text-[13px] text-soft">
        {CAPTIONS[chart.content]} {granularity !== 'hour' && zone === 'UTC' ? 'Days begin at 00:00 UTC.' : ''}
      </figcaption>
      <SpendTable points={chart.points} title={(from) => formatAbsolute(from, zone)} />
    </figure>
  );
}

/** Room for the longest amount. Recharts would measure it, but before the font is there. */
function axisWidth({ ticks, decimals }: Prepared): number {
  const longest = Math.max(...ticks.map((value) => value.toFixed(decimals).length), 1) + '$'.length;
  return Math.ceil(longest * CHARACTER_PX) + TICK_GAP_PX;
}

/** Of the monospaced figures at 12 px. */
const CHARACTER_PX = 7.3;
const TICK_GAP_PX = 10;

function titleOf(from: string, granularity: Granularity, zone: string): string {
  const label = formatBucket(from, granularity, zone);
  return granularity === 'week' ? `Week of ${label}` : label;
}

const CAPTIONS = {
  paid: 'Solid is settled, hatched is held, dotted is uncertain. Where nothing is known, nothing is drawn.',
  'would-have': 'Nothing was spent: the bars show what the mock’s answers would have cost.',
  nothing: 'Nothing was weighed in this time.',
} as const;
