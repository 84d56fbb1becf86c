package dev.millrace.testkit.proxy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// A port whose every call goes through one place: there it can end, be watched or be spoilt.
public final class PortProxy {
  private PortProxy() {}

  /// Sees a call and answers it.
  @FunctionalInterface
  public interface Between {
    /// Answers a call, by the real port or without it.
    @Nullable Object answer(Call call);
  }

  /// A call of a port.
  public static final class Call {
    private final Object target;
    private final Method method;
    private final @Nullable Object @Nullable [] arguments;

    private Call(Object target, Method method, @Nullable Object @Nullable [] arguments) {
      this.target = target;
      this.method = method;
      this.arguments = arguments;
    }

    /// Makes it; what the port throws is thrown.
    public @Nullable Object proceed() {
      try {
        return method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof Error crash) {
          throw crash;
        }
        if (e.getCause() instanceof RuntimeException thrown) {
          throw thrown;
        }
        throw new IllegalStateException(e.getCause());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }

    /// Its name.
    public String name() {
      return method.getName();
    }

    /// One of its arguments; null where it has not so many.
    public @Nullable Object argument(int place) {
      return arguments == null || place >= arguments.length ? null : arguments[place];
    }
  }

  /// A port over a real one.
  public static <P> P of(Class<P> port, P target, Between between) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> between.answer(new Call(target, method, arguments))));
  }
}
