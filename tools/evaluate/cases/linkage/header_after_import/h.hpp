#pragma once
int shared(double);
