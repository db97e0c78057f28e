import { shown, type Problems } from "./problems";

/** Records a recovery window that Secrets Manager would refuse. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html */
export function checkRecoveryDays(problems: Problems, path: string, days: number): number {
  return problems.check(path, days, (number) =>
    number === 0 || (Number.isInteger(number) && number >= 7 && number <= 30)
      ? undefined
      : `must be 0 or a whole number from 7 to 30, got ${shown(number)}`,
  );
}
