const problems = ['bad-request', 'not-fresh', 'foreign-origin', 'too-often'] as const;
export type ExportProblem = (typeof problems)[number];

export const exportProblem = (text: unknown): ExportProblem | undefined => problems.find((problem) => problem === text);
