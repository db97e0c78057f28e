export const named = 1;
export default { unnamed: 2 };
