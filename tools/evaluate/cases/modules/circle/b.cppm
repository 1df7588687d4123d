export module b;
import a;
