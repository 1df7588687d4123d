import std;
import patterns;

int main() {}
