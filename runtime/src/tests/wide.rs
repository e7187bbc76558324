//! A struct with more members than any documented one.

use crate::runtime::{Extra, Model};
use serde_json::{Map, Value, json};

#[rustfmt::skip]
pub struct Wide {
    pub f0: Option<String>, pub f1: Option<i64>, pub f2: Option<Vec<String>>, pub f3: Option<String>, pub f4: Option<i64>,
    pub f5: Option<Vec<String>>, pub f6: Option<String>, pub f7: Option<i64>, pub f8: Option<Vec<String>>, pub f9: Option<String>,
    pub f10: Option<i64>, pub f11: Option<Vec<String>>, pub f12: Option<String>, pub f13: Option<i64>, pub f14: Option<Vec<String>>,
    pub f15: Option<String>, pub f16: Option<i64>, pub f17: Option<Vec<String>>, pub f18: Option<String>, pub f19: Option<i64>,
    pub f20: Option<Vec<String>>, pub f21: Option<String>, pub f22: Option<i64>, pub f23: Option<Vec<String>>, pub f24: Option<String>,
    pub f25: Option<i64>, pub f26: Option<Vec<String>>, pub f27: Option<String>, pub f28: Option<i64>, pub f29: Option<Vec<String>>,
    pub f30: Option<String>, pub f31: Option<i64>, pub f32: Option<Vec<String>>, pub f33: Option<String>, pub f34: Option<i64>,
    pub f35: Option<Vec<String>>, pub f36: Option<String>, pub f37: Option<i64>, pub f38: Option<Vec<String>>, pub f39: Option<String>,
    pub f40: Option<i64>, pub f41: Option<Vec<String>>, pub f42: Option<String>, pub f43: Option<i64>, pub f44: Option<Vec<String>>,
    pub f45: Option<String>, pub f46: Option<i64>, pub f47: Option<Vec<String>>, pub f48: Option<String>, pub f49: Option<i64>,
    pub f50: Option<Vec<String>>, pub f51: Option<String>, pub f52: Option<i64>, pub f53: Option<Vec<String>>, pub f54: Option<String>,
    pub f55: Option<i64>, pub f56: Option<Vec<String>>, pub f57: Option<String>, pub f58: Option<i64>, pub f59: Option<Vec<String>>,
    pub f60: Option<String>, pub f61: Option<i64>, pub f62: Option<Vec<String>>, pub f63: Option<String>, pub f64: Option<i64>,
    pub f65: Option<Vec<String>>, pub f66: Option<String>, pub f67: Option<i64>, pub f68: Option<Vec<String>>, pub f69: Option<String>,
    pub f70: Option<i64>, pub f71: Option<Vec<String>>, pub f72: Option<String>, pub f73: Option<i64>, pub f74: Option<Vec<String>>,
    pub f75: Option<String>, pub f76: Option<i64>, pub f77: Option<Vec<String>>, pub f78: Option<String>, pub f79: Option<i64>,
    pub f80: Option<Vec<String>>, pub f81: Option<String>, pub f82: Option<i64>, pub f83: Option<Vec<String>>, pub f84: Option<String>,
    pub f85: Option<i64>, pub f86: Option<Vec<String>>, pub f87: Option<String>, pub f88: Option<i64>, pub f89: Option<Vec<String>>,
    pub f90: Option<String>, pub f91: Option<i64>, pub f92: Option<Vec<String>>, pub f93: Option<String>, pub f94: Option<i64>,
    pub f95: Option<Vec<String>>, pub f96: Option<String>, pub f97: Option<i64>, pub f98: Option<Vec<String>>, pub f99: Option<String>,
    pub f100: Option<i64>, pub f101: Option<Vec<String>>, pub f102: Option<String>, pub f103: Option<i64>, pub f104: Option<Vec<String>>,
    pub f105: Option<String>, pub f106: Option<i64>, pub f107: Option<Vec<String>>, pub f108: Option<String>, pub f109: Option<i64>,
    pub f110: Option<Vec<String>>, pub f111: Option<String>, pub f112: Option<i64>, pub f113: Option<Vec<String>>, pub f114: Option<String>,
    pub f115: Option<i64>, pub f116: Option<Vec<String>>, pub f117: Option<String>, pub f118: Option<i64>, pub f119: Option<Vec<String>>,
    pub f120: Option<String>, pub f121: Option<i64>, pub f122: Option<Vec<String>>, pub f123: Option<String>, pub f124: Option<i64>,
    pub f125: Option<Vec<String>>, pub f126: Option<String>, pub f127: Option<i64>, pub f128: Option<Vec<String>>, pub f129: Option<String>,
    pub f130: Option<i64>, pub f131: Option<Vec<String>>, pub f132: Option<String>, pub f133: Option<i64>, pub f134: Option<Vec<String>>,
    pub f135: Option<String>, pub f136: Option<i64>, pub f137: Option<Vec<String>>, pub f138: Option<String>, pub f139: Option<i64>,
    pub f140: Option<Vec<String>>, pub f141: Option<String>, pub f142: Option<i64>, pub f143: Option<Vec<String>>, pub f144: Option<String>,
    pub f145: Option<i64>, pub f146: Option<Vec<String>>, pub f147: Option<String>, pub f148: Option<i64>, pub f149: Option<Vec<String>>,
    pub f150: Option<String>, pub f151: Option<i64>, pub f152: Option<Vec<String>>, pub f153: Option<String>, pub f154: Option<i64>,
    pub f155: Option<Vec<String>>, pub f156: Option<String>, pub f157: Option<i64>, pub f158: Option<Vec<String>>, pub f159: Option<String>,
    pub f160: Option<i64>, pub f161: Option<Vec<String>>, pub f162: Option<String>, pub f163: Option<i64>, pub f164: Option<Vec<String>>,
    pub f165: Option<String>, pub f166: Option<i64>, pub f167: Option<Vec<String>>, pub f168: Option<String>, pub f169: Option<i64>,
    pub f170: Option<Vec<String>>, pub f171: Option<String>, pub f172: Option<i64>, pub f173: Option<Vec<String>>, pub f174: Option<String>,
    pub f175: Option<i64>, pub f176: Option<Vec<String>>, pub f177: Option<String>, pub f178: Option<i64>, pub f179: Option<Vec<String>>,
    pub f180: Option<String>, pub f181: Option<i64>, pub f182: Option<Vec<String>>, pub f183: Option<String>, pub f184: Option<i64>,
    pub f185: Option<Vec<String>>, pub f186: Option<String>, pub f187: Option<i64>, pub f188: Option<Vec<String>>, pub f189: Option<String>,
    pub f190: Option<i64>, pub f191: Option<Vec<String>>, pub f192: Option<String>, pub f193: Option<i64>, pub f194: Option<Vec<String>>,
    pub f195: Option<String>, pub f196: Option<i64>, pub f197: Option<Vec<String>>, pub f198: Option<String>, pub f199: Option<i64>,
    pub f200: Option<Vec<String>>, pub f201: Option<String>, pub f202: Option<i64>, pub f203: Option<Vec<String>>, pub f204: Option<String>,
    pub f205: Option<i64>, pub f206: Option<Vec<String>>, pub f207: Option<String>, pub f208: Option<i64>, pub f209: Option<Vec<String>>,
    pub f210: Option<String>, pub f211: Option<i64>, pub f212: Option<Vec<String>>, pub f213: Option<String>, pub f214: Option<i64>,
    pub f215: Option<Vec<String>>, pub f216: Option<String>, pub f217: Option<i64>, pub f218: Option<Vec<String>>, pub f219: Option<String>,
    pub f220: Option<i64>, pub f221: Option<Vec<String>>, pub f222: Option<String>, pub f223: Option<i64>, pub f224: Option<Vec<String>>,
    pub f225: Option<String>, pub f226: Option<i64>, pub f227: Option<Vec<String>>, pub f228: Option<String>, pub f229: Option<i64>,
    pub f230: Option<Vec<String>>, pub f231: Option<String>, pub f232: Option<i64>, pub f233: Option<Vec<String>>, pub f234: Option<String>,
    pub f235: Option<i64>, pub f236: Option<Vec<String>>, pub f237: Option<String>, pub f238: Option<i64>, pub f239: Option<Vec<String>>,
    pub f240: Option<String>, pub f241: Option<i64>, pub f242: Option<Vec<String>>, pub f243: Option<String>, pub f244: Option<i64>,
    pub f245: Option<Vec<String>>, pub f246: Option<String>, pub f247: Option<i64>, pub f248: Option<Vec<String>>, pub f249: Option<String>,
    pub f250: Option<i64>, pub f251: Option<Vec<String>>, pub f252: Option<String>, pub f253: Option<i64>, pub f254: Option<Vec<String>>,
    pub f255: Option<String>, pub f256: Option<i64>, pub f257: Option<Vec<String>>, pub f258: Option<String>, pub f259: Option<i64>,
    pub extra: Extra,
}

crate::runtime::object! {
    Wide "wide" {
        0 f0 "m0", 1 f1 "m1", 2 f2 "m2", 3 f3 "m3", 4 f4 "m4", 5 f5 "m5", 6 f6 "m6", 7 f7 "m7",
        8 f8 "m8", 9 f9 "m9", 10 f10 "m10", 11 f11 "m11", 12 f12 "m12", 13 f13 "m13", 14 f14 "m14", 15 f15 "m15",
        16 f16 "m16", 17 f17 "m17", 18 f18 "m18", 19 f19 "m19", 20 f20 "m20", 21 f21 "m21", 22 f22 "m22", 23 f23 "m23",
        24 f24 "m24", 25 f25 "m25", 26 f26 "m26", 27 f27 "m27", 28 f28 "m28", 29 f29 "m29", 30 f30 "m30", 31 f31 "m31",
        32 f32 "m32", 33 f33 "m33", 34 f34 "m34", 35 f35 "m35", 36 f36 "m36", 37 f37 "m37", 38 f38 "m38", 39 f39 "m39",
        40 f40 "m40", 41 f41 "m41", 42 f42 "m42", 43 f43 "m43", 44 f44 "m44", 45 f45 "m45", 46 f46 "m46", 47 f47 "m47",
        48 f48 "m48", 49 f49 "m49", 50 f50 "m50", 51 f51 "m51", 52 f52 "m52", 53 f53 "m53", 54 f54 "m54", 55 f55 "m55",
        56 f56 "m56", 57 f57 "m57", 58 f58 "m58", 59 f59 "m59", 60 f60 "m60", 61 f61 "m61", 62 f62 "m62", 63 f63 "m63",
        64 f64 "m64", 65 f65 "m65", 66 f66 "m66", 67 f67 "m67", 68 f68 "m68", 69 f69 "m69", 70 f70 "m70", 71 f71 "m71",
        72 f72 "m72", 73 f73 "m73", 74 f74 "m74", 75 f75 "m75", 76 f76 "m76", 77 f77 "m77", 78 f78 "m78", 79 f79 "m79",
        80 f80 "m80", 81 f81 "m81", 82 f82 "m82", 83 f83 "m83", 84 f84 "m84", 85 f85 "m85", 86 f86 "m86", 87 f87 "m87",
        88 f88 "m88", 89 f89 "m89", 90 f90 "m90", 91 f91 "m91", 92 f92 "m92", 93 f93 "m93", 94 f94 "m94", 95 f95 "m95",
        96 f96 "m96", 97 f97 "m97", 98 f98 "m98", 99 f99 "m99", 100 f100 "m100", 101 f101 "m101", 102 f102 "m102", 103 f103 "m103",
        104 f104 "m104", 105 f105 "m105", 106 f106 "m106", 107 f107 "m107", 108 f108 "m108", 109 f109 "m109", 110 f110 "m110", 111 f111 "m111",
        112 f112 "m112", 113 f113 "m113", 114 f114 "m114", 115 f115 "m115", 116 f116 "m116", 117 f117 "m117", 118 f118 "m118", 119 f119 "m119",
        120 f120 "m120", 121 f121 "m121", 122 f122 "m122", 123 f123 "m123", 124 f124 "m124", 125 f125 "m125", 126 f126 "m126", 127 f127 "m127",
        128 f128 "m128", 129 f129 "m129", 130 f130 "m130", 131 f131 "m131", 132 f132 "m132", 133 f133 "m133", 134 f134 "m134", 135 f135 "m135",
        136 f136 "m136", 137 f137 "m137", 138 f138 "m138", 139 f139 "m139", 140 f140 "m140", 141 f141 "m141", 142 f142 "m142", 143 f143 "m143",
        144 f144 "m144", 145 f145 "m145", 146 f146 "m146", 147 f147 "m147", 148 f148 "m148", 149 f149 "m149", 150 f150 "m150", 151 f151 "m151",
        152 f152 "m152", 153 f153 "m153", 154 f154 "m154", 155 f155 "m155", 156 f156 "m156", 157 f157 "m157", 158 f158 "m158", 159 f159 "m159",
        160 f160 "m160", 161 f161 "m161", 162 f162 "m162", 163 f163 "m163", 164 f164 "m164", 165 f165 "m165", 166 f166 "m166", 167 f167 "m167",
        168 f168 "m168", 169 f169 "m169", 170 f170 "m170", 171 f171 "m171", 172 f172 "m172", 173 f173 "m173", 174 f174 "m174", 175 f175 "m175",
        176 f176 "m176", 177 f177 "m177", 178 f178 "m178", 179 f179 "m179", 180 f180 "m180", 181 f181 "m181", 182 f182 "m182", 183 f183 "m183",
        184 f184 "m184", 185 f185 "m185", 186 f186 "m186", 187 f187 "m187", 188 f188 "m188", 189 f189 "m189", 190 f190 "m190", 191 f191 "m191",
        192 f192 "m192", 193 f193 "m193", 194 f194 "m194", 195 f195 "m195", 196 f196 "m196", 197 f197 "m197", 198 f198 "m198", 199 f199 "m199",
        200 f200 "m200", 201 f201 "m201", 202 f202 "m202", 203 f203 "m203", 204 f204 "m204", 205 f205 "m205", 206 f206 "m206", 207 f207 "m207",
        208 f208 "m208", 209 f209 "m209", 210 f210 "m210", 211 f211 "m211", 212 f212 "m212", 213 f213 "m213", 214 f214 "m214", 215 f215 "m215",
        216 f216 "m216", 217 f217 "m217", 218 f218 "m218", 219 f219 "m219", 220 f220 "m220", 221 f221 "m221", 222 f222 "m222", 223 f223 "m223",
        224 f224 "m224", 225 f225 "m225", 226 f226 "m226", 227 f227 "m227", 228 f228 "m228", 229 f229 "m229", 230 f230 "m230", 231 f231 "m231",
        232 f232 "m232", 233 f233 "m233", 234 f234 "m234", 235 f235 "m235", 236 f236 "m236", 237 f237 "m237", 238 f238 "m238", 239 f239 "m239",
        240 f240 "m240", 241 f241 "m241", 242 f242 "m242", 243 f243 "m243", 244 f244 "m244", 245 f245 "m245", 246 f246 "m246", 247 f247 "m247",
        248 f248 "m248", 249 f249 "m249", 250 f250 "m250", 251 f251 "m251", 252 f252 "m252", 253 f253 "m253", 254 f254 "m254", 255 f255 "m255",
        256 f256 "m256", 257 f257 "m257", 258 f258 "m258", 259 f259 "m259",
    }
}

#[test]
fn decodes_all_members_in_any_order() {
    let value = |index: usize| match index % 3 {
        0 => json!("text"),
        1 => json!(index),
        _ => json!(["a", "b"]),
    };
    let sent: Map<String, Value> = (0..260).rev().map(|index| (format!("m{index}"), value(index))).collect();
    let sent = Value::Object(sent);
    let wide = Wide::from_slice(sent.to_string().as_bytes()).unwrap();
    assert!(wide.extra.is_empty());
    assert_eq!(wide.f259, Some(259));
    assert_eq!((wide.to_json(), wide.clone()), (sent, wide));
    // A member past the capacity of the set of members read.
    let twice = Wide::from_slice(br#"{"m259":"x","m3":5,"m259":7,"m3":"y"}"#).unwrap();
    assert_eq!((twice.f259, twice.f3.as_deref(), twice.extra.len()), (Some(7), Some("y"), 0));
}
