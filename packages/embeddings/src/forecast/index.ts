export { type Forecast, type ForecastRequest, forecastSpend, straightLine } from './forecast.ts';
export type { HourlySpend } from './hours.ts';
export { type ForecastScore, type HeldOutForecast, heldOutForecasts, scoreOf } from './score.ts';
