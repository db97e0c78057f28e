export const names = ["one", "two"];
