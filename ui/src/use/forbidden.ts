// 五不准: steps left out, put in another order, gone through for show, made up afterwards or invented. V31a to V31e judge them.

export const forbids = (code: string): boolean => code.startsWith("V31");
