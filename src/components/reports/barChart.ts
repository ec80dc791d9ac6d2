import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js'

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip)

/** Bars of one or two series; amounts are cents, written as `format` writes them. */
export interface Bars {
  labels: string[]
  series: { name: string; cents: number[] }[]
}

/** Colours of the theme, as the page has them now. */
export interface BarColours {
  bars: string[]
  text: string
  line: string
  font: string
}

export function drawBars(
  canvas: HTMLCanvasElement,
  { labels, series }: Bars,
  colours: BarColours,
  format: (cents: number) => string,
): () => void {
  const config: ChartConfiguration<'bar'> = {
    type: 'bar',
    data: {
      labels,
      datasets: series.map(({ name, cents }, index) => ({
        label: name,
        data: cents,
        backgroundColor: colours.bars[index] ?? '',
        borderRadius: 4,
        maxBarThickness: 48,
      })),
    },
    options: {
      animation: false,
      font: { family: colours.font },
      maintainAspectRatio: false,
      scales: {
        x: { grid: { display: false }, ticks: { color: colours.text } },
        y: {
          border: { display: false },
          grid: { color: colours.line },
          ticks: {
            color: colours.text,
            callback: value => format(Number(value)),
            maxTicksLimit: 6,
          },
        },
      },
      plugins: {
        tooltip: {
          callbacks: {
            label: ({ dataset, parsed }) => `${dataset.label ?? ''} ${format(parsed.y ?? 0)}`,
          },
        },
      },
    },
  }
  const chart = new Chart(canvas, config)
  return () => chart.destroy()
}
