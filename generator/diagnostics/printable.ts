/** Control characters could steer a terminal, and marks of direction could reorder what is shown. */
const unprintable =
  // eslint-disable-next-line no-control-regex -- finding them is the purpose
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The text as one line that is safe to print; what can't be shown becomes a replacement character. */
export function printable(text: string): string {
  return text.replace(unprintable, '\ufffd');
}
