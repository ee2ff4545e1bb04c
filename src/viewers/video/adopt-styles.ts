/**
 * Turns styles that elements brought along as text into sheets made by script, which policies of pages allow where they allow
 * no styles in a page. For elements that stand in no page yet, and all below them.
 */
export function adoptStyles(element: Element): void {
  const root = element.shadowRoot;
  for (const style of root?.querySelectorAll('style') ?? []) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${style.textContent} style { display: none }`);
    root?.adoptedStyleSheets.push(sheet);
    // Scripts of the elements find the sheet where they look for it: in what has the name of `<style>`, and is none for browsers.
    style.replaceWith(Object.assign(document.createElementNS(null, 'style'), { sheet }));
  }
  for (const inner of [...(root?.children ?? []), ...element.children]) adoptStyles(inner);
}
