/** Family names with their share in the census of 2015, per mille, rounded. */
const families = `김 Kim 215|이 Lee 147|박 Park 84|최 Choi 47|정 Jeong 43|강 Kang 24|조 Cho 21|윤 Yoon 21|장 Jang 20|임 Lim 17|한 Han 16
오 Oh 15|서 Seo 15|신 Shin 15|권 Kwon 14|황 Hwang 14|안 Ahn 14|송 Song 14|류 Ryu 13|전 Jeon 11|홍 Hong 11|고 Ko 9|문 Moon 9|양 Yang 9
손 Son 9|배 Bae 8|백 Baek 8|허 Heo 7|남 Nam 6|심 Sim 6|노 Noh 5|하 Ha 5|곽 Kwak 4|성 Sung 4|차 Cha 4|주 Joo 4|우 Woo 4|구 Koo 4|나 Na 3
민 Min 3|진 Jin 3|지 Ji 3|엄 Eom 3|채 Chae 3|원 Won 3|천 Cheon 2|방 Bang 2|공 Gong 2|남궁 Namgung 1|황보 Hwangbo 1`;

/** Given names as they were in fashion, for those born before 1960, before 1990 and since. */
const elders = `영자 Young-ja|정순 Jeong-sun|순자 Soon-ja|영숙 Young-sook|정자 Jeong-ja|춘자 Chun-ja|옥순 Ok-soon|말순 Mal-soon|명자 Myung-ja
금순 Geum-soon|복희 Bok-hee|점례 Jeom-rye|영수 Young-soo|영호 Young-ho|광수 Gwang-soo|종수 Jong-soo|병철 Byung-chul|상철 Sang-chul|판석 Pan-seok
덕수 Deok-soo|춘식 Chun-sik|만복 Man-bok|정호 Jeong-ho|용팔 Yong-pal`;
const middles = `미경 Mi-kyung|은주 Eun-ju|은영 Eun-young|경희 Kyung-hee|미숙 Mi-sook|현정 Hyun-jung|지영 Ji-young|선영 Sun-young|혜진 Hye-jin
수진 Soo-jin|정은 Jung-eun|유리 Yu-ri|보람 Bo-ram|성호 Sung-ho|상훈 Sang-hoon|정훈 Jung-hoon|성진 Sung-jin|동현 Dong-hyun|재호 Jae-ho
진우 Jin-woo|승현 Seung-hyun|준호 Jun-ho|태영 Tae-young|한솔 Han-sol`;
const youngs = `민준 Min-jun|서준 Seo-jun|도윤 Do-yun|예준 Ye-jun|시우 Si-woo|하준 Ha-jun|지호 Ji-ho|준우 Jun-woo|지훈 Ji-hoon|현우 Hyun-woo
건우 Geon-woo|우진 Woo-jin|서연 Seo-yeon|서윤 Seo-yun|지우 Ji-woo|하은 Ha-eun|민서 Min-seo|수아 Soo-ah|지유 Ji-yu|예은 Ye-eun
가람 Ga-ram|나래 Na-rae|다온 Da-on|새봄 Sae-bom`;

export interface Given {
  ko: string;
  en: string;
}

export interface Family extends Given {
  weight: number;
}

const entries = (text: string): string[][] => text.split(/[|\n]/).map((entry) => entry.split(' '));
const given = (text: string): Given[] => entries(text).map(([ko = '', en = '']) => ({ ko, en }));

export const familyNames: Family[] = entries(families).map(([ko = '', en = '', weight]) => ({ ko, en, weight: Number(weight) }));

const eras = [
  { until: 1960, names: given(elders) },
  { until: 1990, names: given(middles) },
  { until: 9999, names: given(youngs) },
];

export const givenNames = (birthYear: number): Given[] => eras.find(({ until }) => birthYear < until)?.names ?? [];
