#pragma once
long shared(int);
