#pragma once
int shared(int);
