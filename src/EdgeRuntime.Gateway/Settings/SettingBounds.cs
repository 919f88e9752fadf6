using System.Reflection;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Settings;

/// <summary>What the validators of the options allow, asked of them with a value that none of them takes.</summary>
internal sealed class SettingBounds
{
    private readonly Dictionary<Type, Func<object, IEnumerable<string>>> _validators;

    /// <summary>Finds the validators of an assembly that need nothing else.</summary>
    public SettingBounds(Assembly assembly) => _validators = (
        from type in assembly.GetTypes()
        where type.IsClass && type.GetConstructor(Type.EmptyTypes) is not null
        from shape in type.GetInterfaces()
        where shape.IsGenericType && shape.GetGenericTypeDefinition() == typeof(IValidateOptions<>)
        select (shape, validator: Activator.CreateInstance(type)!))
        .ToDictionary(found => found.shape.GetGenericArguments()[0], found => Failures(found.shape, found.validator));

    /// <summary>What a value has to be, in the words of its validator; null where that says nothing of it alone.</summary>
    /// <param name="section">The section whose options are validated.</param>
    /// <param name="value">A place in it, not in a list.</param>
    public string? Find(SettingNode section, SettingNode value)
    {
        if (!_validators.TryGetValue(section.Type, out var validate)) return null;
        return Unlikely(value.Type).Select(wrong => Said(section, value, wrong, validate)).FirstOrDefault(said => said is not null);
    }

    private static Func<object, IEnumerable<string>> Failures(Type shape, object validator)
    {
        var validate = shape.GetMethod(nameof(IValidateOptions<object>.Validate))!;
        return options => ((ValidateOptionsResult)validate.Invoke(validator, [null, options])!).Failures ?? [];
    }

    private static string? Said(SettingNode section, SettingNode value, object wrong, Func<object, IEnumerable<string>> validate)
    {
        var options = Activator.CreateInstance(section.Type)!;
        var at = options;
        var path = value.Key[(section.Key.Length + 1)..].Split(':');
        foreach (var part in path[..^1]) at = at.GetType().GetProperty(part)!.GetValue(at)!;
        value.Property!.SetValue(at, wrong);
        var said = validate(options).FirstOrDefault(sentence => sentence.StartsWith(value.Key + " is ", StringComparison.Ordinal));
        var colon = said?.IndexOf(": ", StringComparison.Ordinal) ?? -1;
        return colon < 0 ? null : said![(colon + 2)..].TrimEnd('.');
    }

    private static IEnumerable<object> Unlikely(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (value == typeof(int)) return [-1, int.MaxValue];
        if (value == typeof(long)) return [-1L, long.MaxValue];
        if (value == typeof(double)) return [-1.0, double.MaxValue];
        if (value == typeof(decimal)) return [-1m, decimal.MaxValue];
        return value == typeof(TimeSpan) ? [TimeSpan.FromSeconds(-1), TimeSpan.FromDays(100_000)] : [];
    }
}
