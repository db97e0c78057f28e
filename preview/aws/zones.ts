import { isObject, type Properties } from "../engine/values";
import type { AwsAnswer } from "./model";
import { text, texts } from "./model";
import { zonesOf, type Zone } from "./regions";

/** What a filter of this name compares; every zone here is an ordinary, available one. */
const filterValues: Record<string, (zone: Zone, region: string) => string> = {
  "group-name": (_, region) => region,
  message: () => "",
  "opt-in-status": () => "opt-in-not-required",
  "region-name": (_, region) => region,
  state: () => "available",
  "zone-id": ({ id }) => id,
  "zone-name": ({ name }) => name,
  "zone-type": () => "availability-zone",
};

/** Zones that pass all filters; undefined when a filter is not known here. */
function filtered(args: Properties, region: string): Zone[] | undefined {
  let zones = zonesOf(region);
  if (zones.length === 0) return undefined;
  const filters = Array.isArray(args["filters"]) ? args["filters"].filter(isObject) : [];
  for (const filter of filters) {
    const valueOf = filterValues[text(filter["name"]) ?? ""];
    if (valueOf === undefined) return undefined;
    const wanted = texts(filter["values"]);
    zones = zones.filter((zone) => wanted.includes(valueOf(zone, region)));
  }
  const [names, ids] = [texts(args["excludeNames"]), texts(args["excludeZoneIds"])];
  const state = text(args["state"]) ?? "available";
  return state === "available" ? zones.filter(({ name, id }) => !names.includes(name) && !ids.includes(id)) : [];
}

/** Availability zones. Local and Wavelength zones, which an account opts in to, are left out. */
export const zoneAnswers: Record<string, AwsAnswer> = {
  getAvailabilityZones: (args, { region }) => {
    const zones = filtered(args, region);
    if (zones === undefined) return undefined;
    return {
      ...args,
      id: region,
      region,
      groupNames: zones.length > 0 ? [region] : [],
      names: zones.map(({ name }) => name),
      zoneIds: zones.map(({ id }) => id),
    };
  },

  getAvailabilityZone: (args, { region }) => {
    const zone = filtered(args, region)?.find(
      ({ name, id }) =>
        [undefined, name].includes(text(args["name"])) && [undefined, id].includes(text(args["zoneId"])),
    );
    if (zone === undefined) return undefined;
    return {
      ...args,
      id: zone.name,
      name: zone.name,
      zoneId: zone.id,
      nameSuffix: zone.name.slice(region.length),
      groupName: region,
      networkBorderGroup: region,
      optInStatus: "opt-in-not-required",
      parentZoneId: "",
      parentZoneName: "",
      region,
      state: "available",
      zoneType: "availability-zone",
    };
  },
};
