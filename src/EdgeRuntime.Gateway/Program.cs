using EdgeRuntime.Gateway.Commands;

#pragma warning disable RS0030 // where every command gets its streams from
return await CommandTree.RunAsync(args, Console.Out, Console.Error);
