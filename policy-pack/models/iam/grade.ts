/**
 * How far something holds. `depends`: it is known, and holds for some requests only. `unknown`: a part of it is not
 * known before deployment.
 */
export type Grade = "yes" | "depends" | "unknown" | "no";

const order: Readonly<Record<Grade, number>> = { no: 0, unknown: 1, depends: 2, yes: 3 };

/** All of them hold: an unknown one leaves the whole unknown, unless another fails. */
export function all(grades: readonly Grade[]): Grade {
  return grades.reduce<Grade>((least, grade) => (order[grade] < order[least] ? grade : least), "yes");
}

/** At least one of them holds. */
export function any(grades: readonly Grade[]): Grade {
  return grades.reduce<Grade>((most, grade) => (order[grade] > order[most] ? grade : most), "no");
}

export function not(grade: Grade): Grade {
  if (grade === "yes") return "no";
  return grade === "no" ? "yes" : grade;
}
