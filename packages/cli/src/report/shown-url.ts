/**
 * A URL as it may be shown: without a user, a password and a query, any of which may hold a secret that then stands in
 * a log of a build machine.
 */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return '(no URL)';
  const { origin, pathname } = new URL(text);
  return origin + pathname;
}
