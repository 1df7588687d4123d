#include <cstdio>
import m00;
import m01;
import m02;
import m03;
import m04;
import m05;
import m06;
import m07;
import m08;
import m09;
import m10;
import m11;
import m12;
import m13;
import m14;
import m15;
import m16;
import m17;
import m18;
import m19;
import m20;
import m21;
import m22;
import m23;
import m24;
import m25;
import m26;
import m27;
import m28;
import m29;
import m30;
import m31;
import m32;
import m33;
import m34;
import m35;
import m36;
import m37;
import m38;
import m39;
import m40;
import m41;
import m42;
import m43;
import m44;
import m45;
import m46;
import m47;
import m48;
import m49;
import m50;
import m51;
import m52;
import m53;
import m54;
import m55;
import m56;
import m57;
import m58;
import m59;
import m60;
import m61;
import m62;
import m63;
int main() {
  constexpr int sum = value00 + value01 + value02 + value03 + value04 + value05 + value06 + value07 + value08 +
                      value09 + value10 + value11 + value12 + value13 + value14 + value15 + value16 + value17 +
                      value18 + value19 + value20 + value21 + value22 + value23 + value24 + value25 + value26 +
                      value27 + value28 + value29 + value30 + value31 + value32 + value33 + value34 + value35 +
                      value36 + value37 + value38 + value39 + value40 + value41 + value42 + value43 + value44 +
                      value45 + value46 + value47 + value48 + value49 + value50 + value51 + value52 + value53 +
                      value54 + value55 + value56 + value57 + value58 + value59 + value60 + value61 + value62 + value63;
  std::printf("%d\n", sum);
}
