/** A day in the schedule's own time zone. */
export interface CalendarDay {
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
  /** 0 is Sunday. */
  weekday: number;
}

/** When a schedule fires. */
export interface Recurrence {
  /** Times of day, in minutes since midnight. */
  minutes: readonly number[];
  firesOn: (day: CalendarDay) => boolean;
}

const monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** More firings a day than this are no plan of working hours. */
const mostFiringsADay = 24;

interface Field {
  least: number;
  most: number;
  names?: readonly string[];
  /** The number of the first name. */
  firstName?: number;
}

/**
 * Reads a recurring schedule: `cron(minute hour day month weekday year)` as EventBridge writes it, in which weekdays
 * count from 1, or the five fields of Unix as Auto Scaling groups take them, in which they count from 0. Undefined for
 * rates, single times, `L`, `W`, `#` and whatever else is no plan of hours.
 *
 * AWS: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function parseCron(expression: string): Recurrence | undefined {
  const inside = /^cron\((.*)\)$/.exec(expression.trim())?.[1];
  const fields = (inside ?? expression).trim().toUpperCase().split(/\s+/);
  const isAws = inside !== undefined;
  if (fields.length !== (isAws ? 6 : 5)) return undefined;
  const [minuteText = "", hourText = "", dayText = "", monthText = "", weekdayText = "", yearText = "*"] = fields;

  const minutes = numbersIn(minuteText, { least: 0, most: 59 });
  const hours = numbersIn(hourText, { least: 0, most: 23 });
  const days = numbersIn(dayText, { least: 1, most: 31 });
  const months = numbersIn(monthText, { least: 1, most: 12, names: monthNames, firstName: 1 });
  const first = isAws ? 1 : 0;
  const weekdays = numbersIn(weekdayText, { least: first, most: 7, names: weekdayNames, firstName: first });
  const years = numbersIn(yearText, { least: 1970, most: 2199 });
  if (!minutes || !hours || !days || !months || !weekdays || !years) return undefined;
  if (minutes.size * hours.size > mostFiringsADay) return undefined;

  const isAny = (text: string) => text === "*" || text === "?";
  const onWeekday = ({ weekday }: CalendarDay) =>
    weekdays.has(weekday + first) || (!isAws && weekdays.has(weekday + 7));
  const onDay = ({ day }: CalendarDay) => days.has(day);
  // Unix takes either of two restrictions; AWS has one of them only.
  const onDate = (date: CalendarDay) =>
    isAny(dayText) ? onWeekday(date) : isAny(weekdayText) ? onDay(date) : onDay(date) || onWeekday(date);
  return {
    minutes: [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute)).sort((a, b) => a - b),
    firesOn: (date) => years.has(date.year) && months.has(date.month) && onDate(date),
  };
}

/** The numbers that a field of a cron expression stands for; undefined when it is none. */
function numbersIn(text: string, field: Field): Set<number> | undefined {
  const numbers = new Set<number>();
  for (const part of text.split(",")) {
    const [range = "", stepText] = part.split("/");
    const step = stepText === undefined ? 1 : /^\d+$/.test(stepText) ? Number(stepText) : 0;
    const ends = endsOf(range, stepText !== undefined, field);
    if (!ends || step < 1) return undefined;
    const [from, to] = ends;
    const span = field.most - field.least + 1;
    for (let offset = 0; offset <= (to - from + span) % span; offset += step)
      numbers.add(field.least + ((from - field.least + offset) % span));
  }
  return numbers;
}

/** First and last of a range; a range may go over the end (`FRI-MON`). `5/10` starts at 5 and goes to the end. */
function endsOf(range: string, hasStep: boolean, field: Field): [number, number] | undefined {
  if (range === "*" || range === "?") return [field.least, field.most];
  const [from, to, ...rest] = range.split("-").map((text) => numberOf(text, field));
  if (from === undefined || rest.length > 0 || (range.includes("-") && to === undefined)) return undefined;
  return [from, to ?? (hasStep ? field.most : from)];
}

function numberOf(text: string, { least, most, names = [], firstName = 0 }: Field): number | undefined {
  const named = names.indexOf(text);
  if (named >= 0) return named + firstName;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}
