// Columns of the transactions export of the benchmarks.
export const HEADER = [
  'Transaction ID',
  'Transaction time',
  'Ad account ID',
  'Ad account name',
  'Campaign ID',
  'Campaign name',
  'Transaction type',
  'Funding source',
  'Ad credit name',
  'Amount',
  'Currency',
  'Status',
];
