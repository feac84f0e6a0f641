import picocolors from 'picocolors';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colours are asked for, never guessed: what goes to files and tests is plain. */
export type ColorMode = 'plain' | 'colored';

export function colorsFor(mode: ColorMode): Colors {
  return picocolors.createColors(mode === 'colored');
}
