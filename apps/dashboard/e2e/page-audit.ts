import type { Page } from '@playwright/test';

/** Visible controls, images and regions that a screen reader could not name; empty when all is well. */
export function unnamedControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const textOf = (ids: string | null) =>
      (ids ?? '')
        .split(/\s+/)
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join('')
        .trim();
    const named = (element: Element) => {
      if (element.getAttribute('aria-label')?.trim() || textOf(element.getAttribute('aria-labelledby')))
        return true;
      const labels = (element as HTMLInputElement).labels;
      if (labels?.length && labels[0]?.textContent?.trim()) return true;
      return (
        (element.textContent ?? '').trim() !== '' && !element.matches('section, input, select, textarea')
      );
    };
    const wrong = [
      ...document.querySelectorAll('button, a[href], input, select, textarea, [role=img], [role=radiogroup]'),
    ]
      .filter((element) => element.getClientRects().length > 0 && !element.closest('[aria-hidden=true]'))
      .filter((element) => !named(element))
      .map((element) => element.outerHTML.slice(0, 160));
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id "${id}" stands twice`);
    return [...wrong, ...twice];
  });
}

/**
 * Visible text whose contrast with what is behind it is below WCAG 2 AA (4.5, or 3 for large text).
 * @param scope Where to look; the whole page by default.
 */
export function lowContrast(page: Page, scope = 'body'): Promise<string[]> {
  return page.evaluate((selector) => {
    type Rgba = [number, number, number, number];
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    if (!pen) throw new Error('No canvas.');
    // Lets the browser turn any notation, oklch included, into bytes.
    const rgba = (colour: string): Rgba => {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = pen.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = (top: Rgba, under: Rgba): Rgba => {
      const mix = (index: 0 | 1 | 2) => top[index] * top[3] + under[index] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const behind = (element: Element): Rgba => {
      const layers: Rgba[] = [];
      for (let at: Element | null = element; at; at = at.parentElement) {
        const colour = rgba(getComputedStyle(at).backgroundColor);
        if (colour[3] > 0) layers.push(colour);
        if (colour[3] === 1) break;
      }
      return layers.reduceRight<Rgba>((under, layer) => over(layer, under), [255, 255, 255, 1]);
    };
    const opacity = (element: Element) => {
      let product = 1;
      for (let at: Element | null = element; at; at = at.parentElement) {
        product *= Number(getComputedStyle(at).opacity);
      }
      return product;
    };
    const luminance = ([r, g, b]: Rgba) => {
      const linear = (byte: number) => {
        const share = byte / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    };
    const found = new Set<string>();
    const walker = document.createTreeWalker(
      document.querySelector(selector) ?? document.body,
      NodeFilter.SHOW_TEXT,
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim();
      if (
        !element ||
        !text ||
        element.closest('script, style, option, datalist, [aria-hidden=true], :disabled')
      )
        continue;
      const box = element.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || !element.checkVisibility()) continue;
      const style = getComputedStyle(element);
      const background = behind(element);
      const ink = rgba(element instanceof SVGElement ? style.fill : style.color);
      const shown = over([ink[0], ink[1], ink[2], ink[3] * opacity(element)], background);
      const [light = 0, dark = 0] = [luminance(shown), luminance(background)].sort((a, b) => b - a);
      const ratio = (light + 0.05) / (dark + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5))
        found.add(`${ratio.toFixed(2)} "${text.slice(0, 40)}" ${element.className}`);
    }
    return [...found];
  }, scope);
}
