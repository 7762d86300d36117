export { type Forecast, type ForecastRequest, forecastSpend, straightLine } from './forecast.ts';
export type { HourlySpend } from './profile.ts';
