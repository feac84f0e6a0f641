import type { Node, WindowDef } from 'libpg-query';
import type { Frame, FrameBound } from './expression.js';

/** The bits of PostgreSQL's WindowDef.frameOptions (nodes/parsenodes.h). */
const bits = {
  nonDefault: 0x1,
  rows: 0x4,
  startUnboundedPreceding: 0x20,
  endUnboundedFollowing: 0x100,
  startCurrentRow: 0x200,
  endCurrentRow: 0x400,
  startOffsetPreceding: 0x800,
  endOffsetPreceding: 0x1000,
  startOffsetFollowing: 0x2000,
  endOffsetFollowing: 0x4000,
  anyExclusion: 0x38000,
} as const;

/** The frame that was written, if one was. Only rows frames with whole numbers exist on every warehouse. */
export function frameOf({
  frameOptions = 0,
  startOffset,
  endOffset,
}: WindowDef): Frame | 'not portable' | undefined {
  const has = (bit: keyof typeof bits): boolean => (frameOptions & bits[bit]) !== 0;
  if (!has('nonDefault')) return undefined;
  if (!has('rows') || has('anyExclusion')) return 'not portable';
  const start: FrameBound | undefined = has('startUnboundedPreceding')
    ? 'unbounded preceding'
    : has('startCurrentRow')
      ? 'current row'
      : offset(startOffset, has('startOffsetPreceding') ? 'preceding' : 'following');
  const end: FrameBound | undefined = has('endUnboundedFollowing')
    ? 'unbounded following'
    : has('endCurrentRow')
      ? 'current row'
      : offset(endOffset, has('endOffsetPreceding') ? 'preceding' : 'following');
  return start && end ? { start, end } : 'not portable';
}

function offset(node: Node | undefined, side: 'preceding' | 'following'): FrameBound | undefined {
  const constant = node && 'A_Const' in node ? node.A_Const : undefined;
  return constant?.ival ? { rows: constant.ival.ival ?? 0, side } : undefined;
}
