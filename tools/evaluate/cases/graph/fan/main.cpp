import top;
int main() {
  return f0() + f1() + f2() + f3() + f4() + f5() + f6() + f7() + f8() + f9() + f10() + f11() + f12() + f13() + f14() +
                     f15() ==
                 120
             ? 0
             : 1;
}
