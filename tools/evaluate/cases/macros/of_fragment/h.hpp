#pragma once
#define TIMES(a, b) ((a) * (b))
